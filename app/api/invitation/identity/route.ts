import { invitationCookie } from "@/lib/auth/oidc";
import { noContent } from "@/lib/http/respond";
import { publicRoute, readJson } from "@/lib/http/route";
import { linkToken } from "@/lib/users/input";
import { getLink } from "@/lib/users/read-links";

/** The provider's answer comes by an address of its own: the cookie keeps the invitation until then. */
export const POST = publicRoute(async (request) => {
  const { token } = linkToken.parse(await readJson(request));
  await getLink(token);
  const answer = noContent();
  answer.headers.append("set-cookie", invitationCookie(token));
  return answer;
});
