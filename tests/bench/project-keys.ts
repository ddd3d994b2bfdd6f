/** Of the one project that every measure uses. */
export const projectKeys = {
  jelouProjectId: "bench",
  signingSecret: "a signing secret for the bench",
  apiKey: "an-api-key-for-the-bench",
  clientId: "client",
  clientSecret: "secret",
};
