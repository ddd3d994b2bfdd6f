import { noContent } from "@/lib/http/respond";
import { route } from "@/lib/http/route";
import { passwordChange } from "@/lib/users/input";
import { changeOwnPassword } from "@/lib/users/write";

export const POST = route({ body: passwordChange }, async ({ session, body }) => {
  await changeOwnPassword(session, body);
  return noContent();
});
