import { unassignLost } from "@/lib/conversations/write-assignee";
import { json } from "@/lib/http/respond";
import { idParam, route } from "@/lib/http/route";
import { userChange } from "@/lib/users/input";
import { changeUser } from "@/lib/users/write";

export const PATCH = route(
  { roles: ["admin"], params: idParam, body: userChange },
  async ({ scope, params: { id }, body }) =>
    json(await changeUser(scope, id, body, (tx) => unassignLost(tx, id, scope.agentId))),
);
