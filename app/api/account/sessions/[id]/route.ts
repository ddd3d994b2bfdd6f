import { endOwnSession } from "@/lib/auth/write-own-sessions";
import { noContent } from "@/lib/http/respond";
import { idParam, route } from "@/lib/http/route";

export const DELETE = route({ params: idParam }, async ({ session, params }) => {
  await endOwnSession(session, params.id);
  return noContent();
});
