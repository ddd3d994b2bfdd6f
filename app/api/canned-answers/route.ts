import { answerParams, newAnswer } from "@/lib/canned-answers/input";
import { listAnswers } from "@/lib/canned-answers/read";
import { createAnswer } from "@/lib/canned-answers/write";
import { json } from "@/lib/http/respond";
import { route } from "@/lib/http/route";

export const GET = route({ query: answerParams }, async ({ scope, query }) =>
  json({ items: await listAnswers(scope, query.project), nextCursor: null }),
);

export const POST = route({ body: newAnswer }, async ({ scope, body }) =>
  json(await createAnswer(scope, body), 201),
);
