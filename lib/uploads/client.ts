import pLimit from "p-limit";
import { RequestError, refusal } from "@/lib/http/request-json";
import { type Upload, upload } from "./schema";

type Options = {
  /** From 0 to 1, by what has left the browser. */
  onProgress?: (part: number) => void;
  signal?: AbortSignal;
};

/** Of ten pictures dropped at once the first ones arrive soon, and the other requests have a connection left. */
const inTurn = pLimit(3);

/** Sends a file to the desk. @throws RequestError, or the signal's reason as soon as it is aborted */
export function uploadFile(file: File, options: Options = {}): Promise<Upload> {
  const { signal } = options;
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal?.reason);
    signal?.addEventListener("abort", abort, { once: true });
    inTurn(() => send(file, options))
      .then(resolve, reject)
      .finally(() => signal?.removeEventListener("abort", abort));
  });
}

// fetch says nothing of how much it has sent.
function send(file: File, { onProgress, signal }: Options): Promise<Upload> {
  const request = new XMLHttpRequest();
  const abort = () => request.abort();
  return new Promise<Upload>((resolve, reject) => {
    signal?.throwIfAborted();
    signal?.addEventListener("abort", abort, { once: true });
    request.upload.onprogress = ({ loaded, total }) => onProgress?.(total > 0 ? loaded / total : 0);
    request.onabort = () => reject(signal?.reason);
    request.onerror = () => reject(new RequestError("offline", "The desk can't be reached."));
    request.onload = () => {
      const parsed = upload.safeParse(request.response);
      if (request.status === 201 && parsed.success) resolve(parsed.data);
      else reject(refusal(request.status, request.response));
    };
    request.open("POST", "/api/uploads");
    request.responseType = "json";
    // A form, since a name in the address would stand in the logs of every proxy.
    const form = new FormData();
    form.append("file", file, file.name);
    request.send(form);
  }).finally(() => signal?.removeEventListener("abort", abort));
}
