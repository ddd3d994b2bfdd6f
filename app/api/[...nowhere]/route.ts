import { AppError } from "@/lib/errors";
import { errorResponse } from "@/lib/http/respond";

const answer = (request: Request) =>
  errorResponse(
    new AppError("not_found", "There is no such route. GET /api/openapi.json lists them."),
    new URL(request.url).pathname,
  );

export { answer as DELETE, answer as GET, answer as PATCH, answer as POST, answer as PUT };
