import type { Locator, Page } from "@playwright/test";
import type { Conversation as JelouConversation } from "./jelou/conversations.ts";

export const composer = (page: Page): Locator => page.getByRole("form", { name: "Redactar" });

export const answerField = (page: Page): Locator =>
  composer(page).getByRole("textbox", { name: "Respuesta al cliente" });

export const noteField = (page: Page): Locator =>
  composer(page).getByRole("textbox", { name: "Nota interna" });

export const mode = (page: Page, name: "Responder" | "Nota interna"): Locator =>
  composer(page).getByRole("button", { name });

export const send = (page: Page): Locator =>
  composer(page).getByRole("button", { name: "Enviar", exact: true });

/** What the customer has got from the agents, in its order. */
export const sentTo = ({ messages }: JelouConversation) =>
  messages.filter(({ from }) => from === "agent").map(({ type, content }) => ({ type, content }));

/** The same, as long as it is texts. */
export const textsTo = (conversation: JelouConversation) =>
  sentTo(conversation).map(({ content }) => content.body);

type FileLike = { name: string; type: string; base64: string };

/** A one-pixel picture, as a screenshot is pasted. */
export const screenshot: FileLike = {
  name: "image.png",
  type: "image/png",
  base64:
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==",
};

export const pdf: FileLike = {
  name: "factura.pdf",
  type: "application/pdf",
  base64: Buffer.from(
    "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n",
  ).toString("base64"),
};

export const paste = (field: Locator, files: FileLike[]) =>
  field.evaluate((element, all) => {
    const clipboardData = new DataTransfer();
    for (const { name, type, base64 } of all) {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      clipboardData.items.add(new File([bytes], name, { type }));
    }
    element.dispatchEvent(
      new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }),
    );
  }, files);

/** Holds files over a place, and drops them there unless they are only held. */
export const drop = (place: Locator, files: FileLike[], { onlyHold = false } = {}) =>
  place.evaluate(
    (element, { all, hold }) => {
      const dataTransfer = new DataTransfer();
      for (const { name, type, base64 } of all) {
        const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
        dataTransfer.items.add(new File([bytes], name, { type }));
      }
      const kinds = hold ? ["dragenter", "dragover"] : ["dragenter", "dragover", "drop"];
      for (const kind of kinds)
        element.dispatchEvent(
          new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }),
        );
    },
    { all: files, hold: onlyHold },
  );
