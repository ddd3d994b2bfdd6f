import type * as z from "zod";

type Schema = z.core.$ZodType;

export type Operation = {
  summary: string;
  query?: z.ZodObject;
  body?: Schema;
  /** What a success answers with, by status; null where it has no body. */
  answers: Record<number, Schema | null>;
  open?: boolean;
};

/** By method and path. */
export type Operations = Record<string, Operation>;
