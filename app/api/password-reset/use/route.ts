import { noContent } from "@/lib/http/respond";
import { publicRoute, readJson } from "@/lib/http/route";
import { linkPassword } from "@/lib/users/input";
import { setPasswordByLink } from "@/lib/users/write-links";

export const POST = publicRoute(async (request) => {
  const { token, password } = linkPassword.parse(await readJson(request));
  await setPasswordByLink(token, password);
  return noContent();
});
