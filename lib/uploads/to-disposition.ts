/** Content-Disposition by RFC 6266: a plain name for who reads nothing else, and the true one by RFC 5987. */
export function toDisposition(kind: "inline" | "attachment", filename: string): string {
  const plain = filename
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/[^\x20-\x7e]+/g, "_")
    .replace(/["\\%]/g, "_");
  const whole = encodeURIComponent(filename.toWellFormed()).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${kind}; filename="${plain}"; filename*=UTF-8''${whole}`;
}
