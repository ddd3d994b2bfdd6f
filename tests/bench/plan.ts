export type Plan = {
  /** Small counts: for a first look, not for comparing. */
  quick: boolean;
};
