import { noContent } from "@/lib/http/respond";
import { idParam, route } from "@/lib/http/route";
import { webhookAuth } from "@/lib/projects/input";
import { saveWebhookAuth } from "@/lib/projects/write-webhook-auth";

export const PUT = route(
  { roles: ["admin"], params: idParam, body: webhookAuth },
  async ({ scope, params, body }) => {
    await saveWebhookAuth(scope, params.id, body);
    return noContent();
  },
);
