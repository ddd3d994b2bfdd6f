import type { ClosePhase } from "@/lib/conversations/describe-close";
import { reachAllPhases } from "../support/e2e-close-phases.ts";
import { expect, test } from "../support/e2e-test.ts";

type Words = {
  /** In the list; null where the row says nothing of it. */
  row: string | null;
  title?: string;
  next?: RegExp;
  /** All that the thread offers to do about the close, from its head down. */
  ways: string[];
};
type Face = { role?: "alert" | "status"; es: Words; en: Words };

const es = { close: "Cerrar conversación", mark: "Marcar como cerrada aquí", undo: "Deshacer" };
const en = { close: "Close conversation", mark: "Mark as closed here", undo: "Undo" };
const retry = { es: "Intentar otra vez", en: "Try again" };
const again = { es: "Empezar otra vez", en: "Start again" };

const faces: Record<ClosePhase, Face> = {
  undoable: {
    role: "status",
    es: {
      row: "Por cerrar",
      title: "Se va a cerrar",
      next: /^En \d+ s se avisa a Jelou; hasta entonces se puede deshacer\.$/,
      ways: [es.undo],
    },
    en: {
      row: "About to close",
      title: "About to close",
      next: /^Jelou is told in \d+ s; until then it can be undone\.$/,
      ways: [en.undo],
    },
  },
  held: {
    role: "status",
    es: {
      row: "Cierre en espera",
      title: "El cierre está en espera",
      next: /\(429\)\. Nada llegó a Jelou todavía\. Se intenta otra vez en \d+ s\.$/,
      ways: [es.undo],
    },
    en: {
      row: "Close on hold",
      title: "The close is on hold",
      next: /\(429\)\. Nothing has been done at Jelou yet\. Trying again in \d+ s\.$/,
      ways: [en.undo],
    },
  },
  sending: {
    role: "status",
    es: {
      row: "Cerrando…",
      title: "Avisando a Jelou",
      next: /^La respuesta llega en segundos\.$/,
      ways: [],
    },
    en: {
      row: "Closing…",
      title: "Telling Jelou",
      next: /^The answer comes within seconds\.$/,
      ways: [],
    },
  },
  accepted: {
    role: "status",
    es: {
      row: "Cerrada, por confirmar",
      title: "Jelou aceptó el cierre",
      next: /^Falta su confirmación, que llega sola\.$/,
      ways: [again.es],
    },
    en: {
      row: "Closed, to be confirmed",
      title: "Jelou accepted the close",
      next: /^Its confirmation is still to come, by itself\.$/,
      ways: [again.en],
    },
  },
  unconfirmed: {
    role: "alert",
    es: {
      row: "Cerrada, sin confirmar",
      title: "Jelou aceptó el cierre, pero no lo confirmó",
      next: /^La aceptó a las \d\d:\d\d\. No hay que hacer nada; si pasa a menudo,/,
      ways: [again.es],
    },
    en: {
      row: "Closed, not confirmed",
      title: "Jelou accepted the close but didn't confirm it",
      next: /^It accepted at \d\d:\d\d [AP]M\. Nothing needs doing; if it happens often,/,
      ways: [again.en],
    },
  },
  confirmed: {
    role: "status",
    es: {
      row: "Cerrada",
      title: "Cerrada y confirmada por Jelou",
      next: /^Confirmada a las \d\d:\d\d\.$/,
      ways: [again.es],
    },
    en: {
      row: "Closed",
      title: "Closed and confirmed by Jelou",
      next: /^Confirmed at \d\d:\d\d [AP]M\.$/,
      ways: [again.en],
    },
  },
  closedElsewhere: {
    role: "status",
    es: {
      row: "Jelou la cerró antes",
      title: "Jelou la cerró antes que nosotros",
      next: /^No se hizo la llamada y lo que elegiste no se envió\.$/,
      ways: [again.es],
    },
    en: {
      row: "Jelou closed it first",
      title: "Jelou closed it before we did",
      next: /^The call wasn't made and what you chose wasn't sent\.$/,
      ways: [again.en],
    },
  },
  refused: {
    role: "alert",
    es: {
      row: "Jelou no la cerró",
      title: "La conversación no se cerró",
      next: /\(422\)\. Sigue abierta y no se volverá a intentar por sí solo\.$/,
      ways: [es.close, "Corregir", es.mark],
    },
    en: {
      row: "Not closed",
      title: "The conversation was not closed",
      next: /\(422\)\. It is still open and won't be tried again by itself\.$/,
      ways: [en.close, "Correct it", en.mark],
    },
  },
  retrying: {
    role: "alert",
    es: {
      row: "Sin respuesta clara, reintentando",
      title: "No sabemos si se cerró",
      next: /^Jelou tuvo un error interno\. Se intenta otra vez en \d+ s\.$/,
      ways: [retry.es, es.mark],
    },
    en: {
      row: "No clear answer, retrying",
      title: "We don't know whether it closed",
      next: /^Jelou had an error of its own\. Trying again in \d+ s\.$/,
      ways: [retry.en, en.mark],
    },
  },
  unknown: {
    role: "alert",
    es: {
      row: "No se sabe si se cerró",
      title: "No sabemos si se cerró; probablemente sí",
      next: /^Jelou tuvo un error interno\. No se volverá a intentar por sí solo\./,
      ways: [es.close, retry.es, es.mark],
    },
    en: {
      row: "Not known whether closed",
      title: "We don't know whether it closed; probably yes",
      next: /^Jelou had an error of its own\. It won't be tried again by itself\./,
      ways: [en.close, retry.en, en.mark],
    },
  },
  cancelled: { es: { row: null, ways: [es.close] }, en: { row: null, ways: [en.close] } },
  superseded: {
    role: "alert",
    es: {
      row: "Tiene otra más nueva",
      title: "No se cerró: el cliente tiene una conversación más nueva",
      next: /^Cerrar esta terminaría la otra, así que no se llamó a Jelou\.$/,
      ways: [es.close, es.mark],
    },
    en: {
      row: "Has a newer one",
      title: "Not closed: the customer has a newer conversation",
      next: /^Closing this one would end the other, so Jelou was not called\.$/,
      ways: [en.close, en.mark],
    },
  },
  doubtful: {
    role: "alert",
    es: {
      row: "No se sabe; tiene otra más nueva",
      title: "No sabemos si se cerró, y el cliente tiene una conversación más nueva",
      next: /^Un intento anterior quedó sin respuesta clara\. No se llama otra vez, porque/,
      ways: [es.close, es.mark],
    },
    en: {
      row: "Unknown; has a newer one",
      title: "We don't know whether it was closed, and the customer has a newer conversation",
      next: /^An earlier attempt got no clear answer\. Jelou isn't called again, since that/,
      ways: [en.close, en.mark],
    },
  },
};

const allWays = Object.values(faces).flatMap((face) => [...face.es.ways, ...face.en.ways]);
const waysOut = new RegExp(`^(${[...new Set(allWays)].join("|")})$`);

const screens = {
  es: { locale: "es-EC", all: "Todas", thread: "Conversación", words: /cierr|cerr/i },
  en: { locale: "en-US", all: "All", thread: "Conversation", words: /clos/i },
};

for (const language of ["es", "en"] as const) {
  test(`each phase of a close has its face, ${language}`, async ({ desk, shop, visitAs }) => {
    test.slow();
    const { locale, all, thread: threadName, words } = screens[language];
    const [agent] = await Promise.all([shop.hire("Lucía Andrade"), reachAllPhases(desk, shop)]);
    // Tall enough for all rows at once.
    const viewport = { width: 1440, height: 1900 };
    const page = await visitAs(agent, "/conversations", { locale, viewport });
    await page.getByRole("button", { name: new RegExp(`^${all}`) }).click();
    const thread = page.getByRole("region", { name: threadName });
    for (const [phase, face] of Object.entries(faces)) {
      await test.step(phase, async () => {
        const { row: badge, title, next, ways } = face[language];
        const row = page.getByRole("row", { name: phase, exact: true });
        if (badge) await expect.soft(row.getByText(badge, { exact: true })).toBeVisible();
        else await expect.soft(row).not.toContainText(words);
        await row.click();
        await expect(thread.getByRole("heading", { name: phase, exact: true })).toBeVisible();
        const offered = thread.getByRole("button", { name: waysOut });
        await expect.soft(offered).toHaveText(ways, { useInnerText: true });
        if (face.role && title && next) {
          const notice = thread.getByRole(face.role);
          await expect.soft(notice.getByText(title, { exact: true })).toBeVisible();
          await expect.soft(notice.getByText(next)).toBeVisible();
        } else await expect.soft(thread.getByRole("alert")).toHaveCount(0);
      });
    }
  });
}
