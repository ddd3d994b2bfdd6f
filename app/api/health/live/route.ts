import { json } from "@/lib/http/respond";

export const dynamic = "force-dynamic";

export const GET = () => json({ status: "ok" });
