import { json } from "@/lib/http/respond";
import { publicRoute, readJson } from "@/lib/http/route";
import { chooseLocale } from "@/lib/i18n/choose-locale";
import { resetRequest } from "@/lib/users/input";
import { askForReset } from "@/lib/users/write-links";

export const POST = publicRoute(async (request) => {
  const { email } = resetRequest.parse(await readJson(request));
  const locale = chooseLocale(undefined, request.headers.get("accept-language"));
  askForReset(email, locale);
  return json({}, 202);
});
