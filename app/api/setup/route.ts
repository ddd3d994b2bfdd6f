import { json } from "@/lib/http/respond";
import { publicRoute, readJson } from "@/lib/http/route";
import { setupInput } from "@/lib/users/input";
import { setUp } from "@/lib/users/write";

export const POST = publicRoute(async (request) => {
  await setUp(setupInput.parse(await readJson(request)));
  return json({}, 201);
});
