import { answerChange } from "@/lib/canned-answers/input";
import { changeAnswer, deleteAnswer } from "@/lib/canned-answers/write";
import { json, noContent } from "@/lib/http/respond";
import { idParam, route } from "@/lib/http/route";

export const PATCH = route(
  { params: idParam, body: answerChange },
  async ({ scope, params, body }) => json(await changeAnswer(scope, params.id, body)),
);

export const DELETE = route({ params: idParam }, async ({ scope, params }) => {
  await deleteAnswer(scope, params.id);
  return noContent();
});
