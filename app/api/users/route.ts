import { json } from "@/lib/http/respond";
import { route } from "@/lib/http/route";
import { newUser } from "@/lib/users/input";
import { listUsers } from "@/lib/users/read";
import { createUser } from "@/lib/users/write";

export const GET = route({ roles: ["admin"] }, async ({ scope }) =>
  json({ items: await listUsers(scope), nextCursor: null }),
);

export const POST = route({ roles: ["admin"], body: newUser }, async ({ scope, body }) =>
  json(await createUser(scope, body), 201),
);
