import { expect, test } from "../support/e2e-test.ts";
import type { CallFault } from "../support/jelou/faults.ts";

type Answer = {
  fault: CallFault;
  cause: string;
  english?: string;
};

type Group = {
  title: string;
  next: RegExp;
  row: string;
  actions: string[];
  answers: Record<string, Answer>;
};

const retryOrMark = ["Intentar otra vez", "Marcar como cerrada aquí"];

const groups: Group[] = [
  {
    title: "La conversación no se cerró",
    next: /Sigue abierta y no se volverá a intentar por sí solo\./,
    row: "Jelou no la cerró",
    actions: retryOrMark,
    answers: {
      "401": {
        fault: { on: "close", status: 401 },
        cause: "Jelou no acepta las credenciales del proyecto (401).",
        english: "Jelou doesn't take the project's credentials (401).",
      },
      "403": {
        fault: { on: "close", status: 403 },
        cause: "Jelou no permite esta llamada a este proyecto (403).",
      },
      "404": {
        fault: { on: "close", status: 404 },
        cause: "Jelou no encuentra el bot o al cliente, o ya estaba cerrada (404).",
      },
    },
  },
  {
    title: "No sabemos si se cerró",
    next: /Se intenta otra vez en \d+ s\./,
    row: "Sin respuesta clara, reintentando",
    actions: retryOrMark,
    answers: {
      "500": {
        fault: { on: "close", status: 500 },
        cause: "Jelou tuvo un error interno.",
        english: "Jelou had an error of its own.",
      },
      "a redirection": {
        fault: { on: "close", status: 302, headers: { Location: "http://127.0.0.1:9/" } },
        cause: "Jelou respondió con otra dirección, y no se sigue por seguridad.",
      },
      "a page that is no JSON": {
        fault: { on: "close", garbage: "html", effect: false },
        cause: "La respuesta de Jelou no se entiende.",
      },
      "nothing at all": {
        fault: { on: "close", hang: true, effect: false },
        cause: "Jelou no respondió a tiempo.",
      },
      "a cut connection": {
        fault: { on: "close", reset: "before" },
        cause: "La conexión se cortó antes de la respuesta.",
      },
    },
  },
  {
    title: "El cierre está en espera",
    next: /Nada llegó a Jelou todavía\. Se intenta otra vez en \d+ s\./,
    row: "Cierre en espera",
    actions: ["Deshacer"],
    answers: {
      "429": {
        fault: { on: "close", status: 429, headers: { "Retry-After": "40" } },
        cause: "Jelou pide esperar porque hay demasiadas llamadas (429).",
        english: "Jelou asks us to wait, since there are too many calls (429).",
      },
    },
  },
];

for (const { title, next, row, actions, answers } of groups) {
  for (const [name, { fault, cause, english }] of Object.entries(answers)) {
    test(`Jelou answers ${name}: the screen says what it means and what one can do`, async ({
      shop,
      visitAs,
    }) => {
      const carla = await shop.greet("Carla Vega", { text: "Hola" });
      const agent = await shop.hire("Lucía Andrade");
      shop.jelou.faults.always(fault);
      const path = `/conversations/${await shop.closeFromAfar(carla.id)}`;
      const page = await visitAs(agent, path);
      const thread = page.getByRole("region", { name: "Conversación" });
      await expect(thread.getByText(title, { exact: true })).toBeVisible();
      await expect(thread.getByText(cause)).toContainText(next);
      await expect(page.getByRole("row", { name: "Carla Vega" })).toContainText(row);
      for (const action of actions)
        await expect(thread.getByRole("button", { name: action })).toBeEnabled();
      expect(shop.closeCalls()).toEqual([{ botId: "bot", userId: carla.user.id }]);
      if (!english) return;
      const foreign = await visitAs(agent, path, { locale: "en-US" });
      await expect(foreign.getByRole("region", { name: "Conversation" })).toContainText(english);
    });
  }
}
