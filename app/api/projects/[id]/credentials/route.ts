import { noContent } from "@/lib/http/respond";
import { idParam, route } from "@/lib/http/route";
import { credentials } from "@/lib/projects/input";
import { saveCredentials } from "@/lib/projects/write";

export const PUT = route(
  { roles: ["admin"], params: idParam, body: credentials },
  async ({ scope, params, body }) => {
    await saveCredentials(scope, params.id, body);
    return noContent();
  },
);
