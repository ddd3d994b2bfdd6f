import type { Announcement } from "./events.ts";
import type { FieldErrors } from "./field-checks.ts";

export interface Outcome {
  status: number;
  body: unknown;
  /** What happens in Jelou when the call succeeds, and what it then tells the desk. */
  effect?: () => Announcement[];
}

const keys: Record<number, string> = {
  401: "UNAUTHORIZED",
  404: "NOT_FOUND",
  422: "UNPROCESSABLE_ENTITY",
  429: "TOO_MANY_REQUESTS",
  500: "INTERNAL_SERVER_ERROR",
  503: "SERVICE_UNAVAILABLE",
};

export function success(message: string, data: Record<string, unknown>) {
  return { message: [message], statusMessage: "success", status: 1, data };
}

export function closeSuccess(conversationId: string) {
  return success("Conversation closed successfully", {
    conversationId,
    status: "closed",
    endedReason: "closed_by_operator",
  });
}

export function failureBody(status: number, description: string) {
  return {
    message: description,
    statusMessage: "failed",
    status: 0,
    error: {
      code: `E${status}`,
      key: keys[status] ?? "ERROR",
      description,
      developerMessages: { en: description },
      clientMessages: {
        en: "The request could not be completed.",
        es: "No se pudo completar la solicitud.",
      },
    },
  };
}

export function failure(status: number, description: string): Outcome {
  return { status, body: failureBody(status, description) };
}

export function invalid(validationError: FieldErrors): Outcome {
  return { status: 422, body: { ...failureBody(422, "Validation failed"), validationError } };
}
