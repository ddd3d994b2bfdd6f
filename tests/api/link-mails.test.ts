import { afterAll, beforeEach, expect, test, vi } from "vitest";
import { openDesk } from "../support/desk.ts";
import { hire, signInAs, stranger } from "../support/people.ts";
import { openSmtp, readMail } from "../support/smtp.ts";

const next = "una clave nueva";
const tokenIn = (text: string) => /#token=([\w-]+)/.exec(text)?.[1] ?? "";
const check = (token: unknown) => stranger().post("/api/password-reset/check", { token });
const use = (token: unknown) =>
  stranger().post("/api/password-reset/use", { token, password: next });

const smtp = await openSmtp();
afterAll(smtp.close);
const { admin, url } = await openDesk({
  SMTP_URL: smtp.url,
  SMTP_FROM: "Mostrador <desk@example.com>",
});
beforeEach(() => {
  smtp.mails.length = 0;
  smtp.refuse(false);
});
const ask = (email: string, headers = {}) =>
  stranger().post("/api/password-reset", { email }, { headers });

test("an invitation is mailed and not shown, a hostile name as text", async () => {
  const name = `<b onclick=1>"Eva" & Co</b>`;
  const input = { email: "eva@example.com", name, role: "agent" };
  const { id } = (await admin.post("/api/users", input)).body;
  const { body } = await admin.post(`/api/users/${id}/link`);
  expect(body).toMatchObject({
    purpose: "invitation",
    url: null,
    mailed: true,
    mailFailure: null,
  });
  expect(smtp.mails.map((mail) => mail.to)).toEqual(["eva@example.com"]);
  const { subject, text, html } = readMail(smtp.mails[0]!);
  expect(subject).toBe("Tu acceso a Mostrador");
  expect(text).toContain(`Hola, ${name}:`);
  expect(html).not.toContain("<b ");
  const token = tokenIn(text);
  expect(html.split(`${url}/invitation#token=${token}`)).toHaveLength(3);
  expect((await use(token)).status).toBe(204);
});

test("what can't be mailed is shown, with a reason that holds none of the server's words", async () => {
  const { id } = await hire(admin, "agent");
  smtp.refuse(true);
  const { body } = await admin.post(`/api/users/${id}/link`);
  expect(body).toMatchObject({ mailed: false, mailFailure: "refused" });
  expect(JSON.stringify(body)).not.toContain("SECRET");
  expect((await check(tokenIn(body.url))).status).toBe(200);
});

test("who lost his password is mailed a link, in his language; who is nobody gets the same answer", async () => {
  const person = await hire(admin, "agent");
  await person.patch("/api/account", { locale: "pt" });
  const answers = [await ask("nobody@example.com"), await ask(person.email.toUpperCase())];
  expect(answers.map(({ status, body }) => [status, body])).toEqual(Array(2).fill([202, {}]));
  await vi.waitFor(() => expect(smtp.mails).toHaveLength(1));
  const { subject, text } = readMail(smtp.mails[0]!);
  expect(subject).toBe("Nova senha do Mostrador");
  expect((await use(tokenIn(text))).status).toBe(204);
  await signInAs(person.email, next);
});

test("an account is mailed three links in an hour, and neither the disabled nor the invited get one", async () => {
  const [person, away] = [await hire(admin, "agent"), await hire(admin, "agent")];
  await admin.patch(`/api/users/${away.id}`, { active: false });
  const input = { email: "invited@example.com", name: "x", role: "agent" };
  const invited = (await admin.post("/api/users", input)).body;
  await admin.post(`/api/users/${invited.id}/link`);
  const invitation = tokenIn(readMail(smtp.mails.pop()!).text);
  await ask(away.email);
  await ask(invited.email);
  for (let n = 0; n < 6; n += 1) expect((await ask(person.email)).status).toBe(202);
  const last = await hire(admin, "agent");
  await ask(last.email);
  await vi.waitFor(() => expect(smtp.mails.at(-1)?.to).toBe(last.email));
  expect(smtp.mails.map((mail) => mail.to)).toEqual([...Array(3).fill(person.email), last.email]);
  expect((await check(invitation)).status).toBe(200);
});

test("who only knows an address ends no link that an admin has made", async () => {
  const person = await hire(admin, "agent");
  smtp.refuse(true);
  const made = tokenIn((await admin.post(`/api/users/${person.id}/link`)).body.url);
  smtp.refuse(false);
  const asked: string[] = [];
  for (const count of [1, 2]) {
    await ask(person.email);
    await vi.waitFor(() => expect(smtp.mails).toHaveLength(count));
    asked.push(tokenIn(readMail(smtp.mails.at(-1)!).text));
  }
  const found = await Promise.all(
    [made, ...asked].map(async (token) => (await check(token)).status),
  );
  expect(found).toEqual([200, 404, 200]);
  expect((await use(made)).status).toBe(204);
  expect((await check(asked[1])).status).toBe(404);
});

test("what isn't an e-mail is refused, before anything is looked up", async () => {
  expect((await ask("no")).status).toBe(400);
});
