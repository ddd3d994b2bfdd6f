import { DeskClient } from "../../scripts/desk-client.ts";
import { expectAccessible } from "../support/e2e-axe.ts";
import { adminLogin, startDesk } from "../support/e2e-desk.ts";
import { expect, test } from "../support/e2e-test.ts";
import { claimsOf, oidcClient, openOidc } from "../support/oidc.ts";
import { openOidcBrowser, signedInBrowser } from "../support/oidc-browser.ts";

// One desk and one provider for all of them.
test.describe.configure({ mode: "serial" });

const password = "una clave de las pruebas";
let provider: Awaited<ReturnType<typeof openOidc>>;
let desk: Awaited<ReturnType<typeof startDesk>>;
let admin: DeskClient;

test.beforeAll(async () => {
  provider = await openOidc();
  desk = await startDesk({
    ADMIN_EMAIL: adminLogin.email,
    ADMIN_PASSWORD: adminLogin.password,
    OIDC_ISSUER: provider.issuer,
    OIDC_CLIENT_ID: oidcClient.id,
    OIDC_CLIENT_SECRET: oidcClient.secret,
    OIDC_ROLE_CLAIM: "desk_role",
    OIDC_NAME: "Casa",
  });
  provider.serve(desk.url);
  admin = new DeskClient(desk.url);
  await admin.signIn(adminLogin.email, adminLogin.password);
});
test.afterAll(async () => {
  await desk.remove();
  await provider.close();
});

const verified = (name: string) => ({ email: `${name}@example.com`, email_verified: true, name });
const browse = () => openOidcBrowser(desk.url);
const signIn = () => browse().signIn();
const refused = (error: string) => ({ at: `/login?error=${error}`, role: null });
const hire = async (name: string) => {
  const { email } = verified(name);
  const body = { email, name, role: "agent", password };
  return { id: (await admin.call("POST", "/api/users", body)).id as string, email };
};

test("only the answer that this browser asked for lets in, once, with a token of the provider's own", async () => {
  provider.signInAs("honest", { ...verified("honest"), desk_role: "agent" });
  const browser = browse();
  const address = new URL(await browser.begin());
  expect(Object.fromEntries(address.searchParams)).toMatchObject({
    response_type: "code",
    code_challenge_method: "S256",
    code_challenge: expect.stringMatching(/^[\w-]{43}$/),
    state: expect.stringMatching(/^[\w-]{20,}$/),
    nonce: expect.stringMatching(/^[\w-]{20,}$/),
  });
  const callback = await browser.pass(address.href);
  const before = browser.keep();

  expect(await browse().arrive(callback), "a browser that never asked").toEqual(refused("expired"));
  const other = browse();
  await other.begin();
  expect(await other.arrive(callback), "another one's answer").toEqual(refused("expired"));
  const forged = new URL(callback);
  forged.searchParams.set("state", "x".repeat(43));
  expect(await browser.arrive(forged), "another state").toEqual(refused("expired"));

  browser.restore(before);
  expect(await browser.arrive(callback)).toEqual({ at: "/conversations", role: "agent" });
  browser.restore(before);
  expect(await browser.arrive(callback), "the code again").toEqual(refused("expired"));

  const twists: Record<string, (token: string) => string> = {
    "a nonce of another sign-in": (token) => provider.resign(token, { nonce: "x".repeat(43) }),
    "no nonce": (token) => provider.resign(token, { nonce: undefined }),
    "another audience": (token) => provider.resign(token, { aud: "somebody else" }),
    "another issuer": (token) => provider.resign(token, { iss: "http://127.0.0.1:1" }),
    "a token that ended": (token) => provider.resign(token, { exp: 1_000 }),
    "another key": provider.signByAnother,
    "other claims under the same signature": (token) => {
      const claims = { ...claimsOf(token), sub: "somebody else" };
      const [head, , tail] = token.split(".");
      return [head, Buffer.from(JSON.stringify(claims)).toString("base64url"), tail].join(".");
    },
    "no signature": (token) =>
      `${Buffer.from('{"alg":"none"}').toString("base64url")}.${token.split(".")[1]}.`,
  };
  for (const [name, twist] of Object.entries(twists)) {
    provider.twist(twist);
    expect(await signIn(), name).toEqual(refused("expired"));
  }
  provider.twist((token) => provider.resign(token, {}));
  expect(await signIn(), "signed again as it was").toMatchObject({ role: "agent" });
  provider.twist(undefined);
});

test("an identity is whose it was connected to, whatever its e-mail says", async () => {
  const ana = await hire("ana");
  provider.signInAs("sub-ana", { ...verified("ana"), email_verified: false });
  expect(await signIn()).toEqual(refused("unverified"));
  provider.signInAs("sub-ana", { ...verified("ana"), desk_role: "admin" });
  expect(await signIn(), "the e-mail of a user").toEqual(refused("not_linked"));
  provider.signInAs("sub-new", verified("nobody"));
  expect(await signIn(), "an e-mail of nobody's").toEqual(refused("not_invited"));

  const { email } = verified("invited");
  const invited = await admin.call("POST", "/api/users", { email, name: "Eva", role: "agent" });
  const link = await admin.call("POST", `/api/users/${invited.id as string}/link`);
  const token = (link.url as string).split("#token=")[1];
  const invitee = browse();
  const keep = (value: unknown) =>
    invitee.ask(`${desk.url}/api/invitation/identity`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ token: value }),
    });
  expect((await keep("x".repeat(43))).status).toBe(404);
  expect((await keep(token)).status).toBe(204);
  provider.signInAs("sub-eva", verified("eva.at.home"));
  expect(await invitee.signIn()).toEqual({ at: "/conversations", role: "agent" });
  expect((await keep(token)).status).toBe(404);
  expect(await signIn(), "later, without the invitation").toMatchObject({ role: "agent" });

  const { browser, client } = await signedInBrowser(desk.url, ana.email, password);
  await client.call("POST", "/api/account/identity", { password });
  expect(await browser.signIn(), "what is Eva's already").toMatchObject({
    at: "/login?error=taken",
  });
  expect((await client.call("GET", "/api/account")).provider).toMatchObject({ isConnected: false });
  provider.signInAs("sub-ana", verified("ana.at.home"));
  await client.call("POST", "/api/account/identity", { password });
  expect((await browser.signIn()).at).toBe("/preferences/security?identity=connected");
  expect(await signIn()).toMatchObject({ role: "agent" });

  await admin.call("PATCH", `/api/users/${ana.id}`, { active: false });
  expect(await signIn()).toEqual(refused("disabled"));
});

test("the role is what the provider says at each sign-in, where it says one", async () => {
  const { browser, client } = await signedInBrowser(
    desk.url,
    adminLogin.email,
    adminLogin.password,
  );
  provider.signInAs("sub-admin", { ...verified("admin"), desk_role: "agent" });
  await client.call("POST", "/api/account/identity", { password: adminLogin.password });
  await browser.signIn();
  expect(await signIn(), "the last admin").toMatchObject({ role: "admin" });

  const say = (desk_role: unknown) =>
    provider.signInAs("sub-rosa", { ...verified("rosa"), desk_role });
  say(["staff", "supervisor", "agent"]);
  const first = browse();
  expect(await first.signIn()).toEqual({ at: "/conversations", role: "supervisor" });
  for (const nothing of [undefined, "root", [], { admin: true }]) {
    say(nothing);
    expect(await signIn(), String(nothing)).toMatchObject({ role: "supervisor" });
  }
  expect((await first.ask(`${desk.url}/api/account`)).status).toBe(200);
  say("agent");
  expect(await signIn()).toMatchObject({ role: "agent" });
  expect((await first.ask(`${desk.url}/api/account`)).status).toBe(401);
});

test("one connects the account, comes in by it, and comes in by password while the provider is down", async ({
  visit,
}) => {
  const { email } = await hire("carla");
  provider.signInAs("sub-carla", verified("carla.at.home"));
  const page = await visit(`${desk.url}/login`, { expectErrors: /status of 40[01]/ });
  const byPassword = async () => {
    await page.getByLabel("Correo electrónico").fill(email);
    await page.getByLabel("Contraseña").fill(password);
    await page.getByRole("button", { name: "Entrar", exact: true }).click();
    await expect(page).toHaveURL(/\/conversations/);
  };
  const signOut = async () => {
    await page.getByRole("button", { name: /carla/ }).click();
    await page.getByRole("menuitem", { name: "Cerrar sesión" }).click();
    await expect(page).toHaveURL(/\/login/);
  };
  const byProvider = page.getByRole("button", { name: "Entrar con Casa" });

  await expectAccessible(page, "both ways in");
  await byProvider.click();
  await expect(page.getByText("Todavía no tienes un usuario aquí.")).toBeVisible();
  await byPassword();
  await page.goto(`${desk.url}/preferences/security`);
  await page.getByRole("button", { name: "Conectar mi cuenta de Casa" }).click();
  const dialog = page.getByRole("dialog", { name: "Conectar mi cuenta de Casa" });
  await dialog.getByLabel("Contraseña actual").fill("no es esta");
  await page.keyboard.press("Enter");
  await expect(dialog.getByText("Esta no es tu contraseña actual.")).toBeVisible();
  await expectAccessible(page, "connecting");
  await dialog.getByLabel("Contraseña actual").fill(password);
  await page.keyboard.press("Enter");
  await expect(page.getByText("desde ahora entras también con Casa")).toBeVisible();
  await expectAccessible(page, "connected");
  await page.goto(`${desk.url}/conversations`);
  await signOut();
  await byProvider.click();
  await expect(page).toHaveURL(/\/conversations/);
  await signOut();

  provider.down();
  await byProvider.click();
  await expect(page.getByText("No pudimos llegar a Casa.")).toBeVisible();
  await byPassword();
});
