// Opens the store of the folder that is its argument, says so, and holds it until it is ended.
import { openStore } from "@/lib/db/open";

const dataDir = process.argv[2] ?? "";
await openStore({ databaseUrl: undefined, dataDir });
process.stdout.write("open\n");
setInterval(() => {}, 60_000);
