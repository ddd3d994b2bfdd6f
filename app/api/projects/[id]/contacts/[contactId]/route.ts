import * as z from "zod";
import { eraseContact } from "@/lib/conversations/write-erasure";
import { json } from "@/lib/http/respond";
import { idParam, route } from "@/lib/http/route";

const contactParams = idParam.extend({
  contactId: z.string().min(1).max(256),
});

export const DELETE = route(
  { roles: ["admin"], params: contactParams },
  async ({ scope, params }) => json(await eraseContact(scope, params.id, params.contactId)),
);
