import { requireOwnPassword } from "@/lib/auth/find-by-password";
import { passwordInput } from "@/lib/auth/input";
import { noContent } from "@/lib/http/respond";
import { route } from "@/lib/http/route";
import { disconnectIdentities } from "@/lib/users/write-disconnection";
import { askToConnect } from "@/lib/users/write-identities";

export const POST = route({ body: passwordInput }, async ({ session, body }) => {
  await requireOwnPassword(session.user, body.password);
  await askToConnect(session);
  return noContent();
});

export const DELETE = route({}, async ({ session }) => {
  await disconnectIdentities(session);
  return noContent();
});
