import { json } from "@/lib/http/respond";
import { idParam, route } from "@/lib/http/route";
import { userChange } from "@/lib/users/input";
import { changeUser } from "@/lib/users/write";

export const PATCH = route(
  { roles: ["admin"], params: idParam, body: userChange },
  async ({ scope, params, body }) => json(await changeUser(scope, params.id, body)),
);
