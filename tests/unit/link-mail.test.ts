import { expect, test } from "vitest";
import { locales } from "@/lib/auth/schema";
import { composeLinkMail } from "@/lib/users/compose-link-mail";

const url = "https://desk.example.com/reset#token=abc&<x>";
const link = { url, desk: "desk.example.com", to: { name: "Ana", address: "ana@example.com" } };

test.each(
  locales.flatMap((locale) => [
    [locale, "invitation" as const],
    [locale, "password_reset" as const],
  ]) as [(typeof locales)[number], "invitation" | "password_reset"][],
)("in %s, an %s says the same as text and as HTML", (locale, purpose) => {
  const { to, subject, text, html } = composeLinkMail(locale, { ...link, purpose });
  expect(to.address).toBe("ana@example.com");
  expect(subject).toContain("Mostrador");
  expect(text).toContain(`\n${url}\n`);
  for (const line of text.split("\n").filter((part) => part && !part.includes(url)))
    expect(html).toContain(line.replace(/:$/, "").replaceAll("'", "&#39;"));
  expect(html).toContain(`lang="${locale}"`);
});

test("nothing in it is taken for HTML", () => {
  const name = `<script>alert("1")</script>&'`;
  const { html } = composeLinkMail("es", {
    ...link,
    purpose: "invitation",
    to: { ...link.to, name },
  });
  expect(html).not.toMatch(/<script|"1"/);
  expect(html).toContain("&#60;script&#62;alert(&#34;1&#34;)&#60;/script&#62;&#38;&#39;");
  expect(html).toContain(`href="https://desk.example.com/reset#token=abc&#38;&#60;x&#62;"`);
});
