import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { type EncryptionKey, env } from "./env";
import { hideInLogs } from "./hidden-values";

const cipher = "aes-256-gcm";

/**
 * Seals a secret as `v1.<key id>.<iv>.<tag>.<ciphertext>` (base64url), AES-256-GCM with a random 96-bit IV.
 * `identity` names the record it belongs to and is authenticated: a value moved to another record doesn't open.
 */
export function seal(
  secret: string,
  identity: string,
  keys: EncryptionKey[] = env().encryptionKeys,
) {
  const { id, key } = keys[0]!;
  hideInLogs(secret);
  const iv = randomBytes(12);
  const encryption = createCipheriv(cipher, key, iv);
  encryption.setAAD(Buffer.from(identity));
  const sealed = Buffer.concat([encryption.update(secret, "utf8"), encryption.final()]);
  const parts = [iv, encryption.getAuthTag(), sealed].map((part) => part.toString("base64url"));
  return ["v1", id, ...parts].join(".");
}

/** @throws Error without the secret in it, when the key is missing, the value was changed or belongs to another record. */
export function unseal(
  sealed: string,
  identity: string,
  keys: EncryptionKey[] = env().encryptionKeys,
) {
  const [version, id, iv, tag, body] = sealed.split(".");
  if (version !== "v1" || !iv || !tag || body === undefined)
    throw new Error(`What stands in ${identity} is no sealed value.`);
  const found = keys.find((key) => key.id === id);
  if (!found) throw new Error(`ENCRYPTION_KEYS has no key "${id}", which sealed ${identity}.`);
  const secret = open(found.key, identity, [iv, tag, body]);
  if (secret === undefined)
    throw new Error(
      `What stands in ${identity} can't be opened: it was changed, belongs to another record, or the key "${id}" is not ` +
        "the one that sealed it. Save it again.",
    );
  hideInLogs(secret);
  return secret;
}

/** By which key it was sealed; undefined where it isn't a sealed value. */
export const sealedBy = (sealed: string) => /^v1\.([^.]+)\..+\..+\./.exec(sealed)?.[1];

function open(key: Buffer, identity: string, parts: [string, string, string]) {
  const [iv, tag, body] = parts.map((part) => Buffer.from(part, "base64url")) as [
    Buffer,
    Buffer,
    Buffer,
  ];
  try {
    const decryption = createDecipheriv(cipher, key, iv, { authTagLength: 16 });
    decryption.setAAD(Buffer.from(identity));
    decryption.setAuthTag(tag);
    return Buffer.concat([decryption.update(body), decryption.final()]).toString("utf8");
  } catch {
    return undefined;
  }
}
