import { json } from "@/lib/http/respond";
import { idParam, route } from "@/lib/http/route";
import { noteInput } from "@/lib/messages/input";
import { writeNote } from "@/lib/messages/write-note";

export const POST = route({ params: idParam, body: noteInput }, async ({ scope, params, body }) =>
  json(await writeNote(scope, params.id, body), 201),
);
