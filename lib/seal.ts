import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { type EncryptionKey, env } from "./env";

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
  if (version !== "v1" || !iv || !tag || body === undefined) throw new Error("Not a sealed value.");
  const found = keys.find((key) => key.id === id);
  if (!found) throw new Error(`ENCRYPTION_KEYS has no key "${id}", which sealed ${identity}.`);
  const decryption = createDecipheriv(cipher, found.key, Buffer.from(iv, "base64url"), {
    authTagLength: 16,
  });
  decryption.setAAD(Buffer.from(identity));
  decryption.setAuthTag(Buffer.from(tag, "base64url"));
  return decryption.update(body, "base64url", "utf8") + decryption.final("utf8");
}
