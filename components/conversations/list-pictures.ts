import type { Message } from "@/lib/conversations/schema";
import { readMedia } from "./read-media";

export type Picture = {
  /** The message's. */
  id: string;
  address: string;
  isOurs: boolean;
  filename: string;
  caption: string;
  /** Who of the desk sent it; "" for the customer. */
  who: string;
  at: number;
};

/** The pictures among these messages, in their order. */
export function listPictures(messages: Message[]): Picture[] {
  return messages.flatMap((message) => {
    const media = message.type === "image" ? readMedia(message) : undefined;
    if (!media) return [];
    const { address, isOurs, filename, caption } = media;
    const { id, author, at } = message;
    return { id, address, isOurs, filename, caption, who: author?.name ?? "", at };
  });
}
