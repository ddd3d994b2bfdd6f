import { json } from "@/lib/http/respond";
import { publicRoute, readJson } from "@/lib/http/route";
import { linkToken } from "@/lib/users/input";
import { getLink } from "@/lib/users/read-links";

export const POST = publicRoute(async (request) => {
  const { token } = linkToken.parse(await readJson(request));
  return json(await getLink(token));
});
