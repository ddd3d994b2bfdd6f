import { noContent } from "@/lib/http/respond";
import { route } from "@/lib/http/route";
import { draftInput, draftParams } from "@/lib/messages/input";
import { saveDraft } from "@/lib/messages/write-draft";

export const PUT = route(
  { params: draftParams, body: draftInput },
  async ({ scope, params, body }) => {
    await saveDraft(scope, params.id, params.kind, body.text);
    return noContent();
  },
);
