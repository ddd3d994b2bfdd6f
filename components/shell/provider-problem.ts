/** What may have gone wrong on the way through the OpenID provider, as the address says it. */
export const providerProblems = [
  "unverified",
  "not_linked",
  "not_invited",
  "disabled",
  "taken",
  "unreachable",
  "declined",
  "expired",
  "failed",
] as const;

export const findProblem = (code: unknown) => providerProblems.find((problem) => problem === code);
