import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { locales } from "@/lib/auth/schema";

export const dynamic = "force-static";
export const dynamicParams = false;

export const generateStaticParams = () => locales.map((locale) => ({ locale }));

/** Names for the emoji that whoever speaks the language looks for them by. */
const packaged: Record<string, string> = { es: "es-mx", en: "en", pt: "pt" };

type Context = { params: Promise<{ locale: string }> };

/** Read at the build alone, and the same until the next one. */
export async function GET(_request: Request, { params }: Context) {
  const { locale } = await params;
  const file = join(
    process.cwd(),
    `node_modules/emoji-picker-element-data/${packaged[locale]}/cldr-native/data.json`,
  );
  const data = await readFile(/* turbopackIgnore: true */ file);
  const tag = createHash("sha256").update(data).digest("base64url").slice(0, 22);
  return new Response(new Uint8Array(data), {
    headers: {
      "Content-Type": "application/json",
      "Cache-Control": "public, max-age=86400",
      ETag: `"${tag}"`,
    },
  });
}
