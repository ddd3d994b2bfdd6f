import { json } from "@/lib/http/respond";
import { idParam, route } from "@/lib/http/route";
import { chooseLocale } from "@/lib/i18n/choose-locale";
import { makeLink } from "@/lib/users/write-links";

export const POST = route(
  { roles: ["admin"], params: idParam },
  async ({ request, scope, session, params: { id } }) => {
    const languages = request.headers.get("accept-language");
    return json(await makeLink(scope, id, chooseLocale(session.user.locale, languages)), 201);
  },
);
