import { createReadStream } from "node:fs";
import type { Readable } from "node:stream";
import type { S3Client } from "@aws-sdk/client-s3";
import type { S3Settings } from "@/lib/env";
import { AppError, notFound } from "@/lib/errors";
import type { Storage } from "./storage";

/** A body that is a stream can't be sent a second time by the SDK, so each attempt of ours opens the file anew. */
const attempts = 3;

/** A bucket of any S3-compatible store. The SDK is loaded when it is first needed: a desk on disk never does. */
export function s3Storage(settings: S3Settings): Storage {
  const { bucket } = settings;
  let opened: ReturnType<typeof load> | undefined;
  const sdk = () => (opened ??= load(settings));
  return {
    async put(key, path, { mimeType, size }) {
      const { client, commands } = await sdk();
      const send = () =>
        client.send(
          new commands.PutObjectCommand({
            Bucket: bucket,
            Key: key,
            Body: createReadStream(path),
            ContentLength: size,
            ContentType: mimeType,
          }),
        );
      for (let attempt = 1; ; attempt += 1) {
        try {
          await send();
          return;
        } catch (error) {
          if (attempt === attempts || !isTransient(error)) throw outOfReach(error);
        }
      }
    },
    async open(key, range) {
      const { client, commands } = await sdk();
      const bytes = range ? { Range: `bytes=${range.from}-${range.to}` } : {};
      const command = new commands.GetObjectCommand({ Bucket: bucket, Key: key, ...bytes });
      const { Body } = await client.send(command).catch((error: unknown) => {
        throw statusOf(error) === 404 ? notFound("file") : outOfReach(error);
      });
      return Body as Readable;
    },
    async remove(key) {
      const { client, commands } = await sdk();
      const command = new commands.DeleteObjectCommand({ Bucket: bucket, Key: key });
      await client.send(command).catch((error: unknown) => {
        if (statusOf(error) !== 404) throw outOfReach(error);
      });
    },
    async address(key, { expiresAt, disposition, mimeType }) {
      const { client, commands } = await sdk();
      const { getSignedUrl } = await import("@aws-sdk/s3-request-presigner");
      const command = new commands.GetObjectCommand({
        Bucket: bucket,
        Key: key,
        ResponseContentDisposition: disposition,
        ResponseContentType: mimeType,
      });
      const expiresIn = Math.max(1, Math.round((expiresAt - Date.now()) / 1000));
      return getSignedUrl(client, command, { expiresIn });
    },
  };
}

async function load(settings: S3Settings) {
  const commands = await import("@aws-sdk/client-s3");
  const { region, endpoint, accessKeyId, secretAccessKey, forcePathStyle } = settings;
  const client: S3Client = new commands.S3Client({
    region,
    forcePathStyle,
    credentials: { accessKeyId, secretAccessKey },
    ...(endpoint ? { endpoint: endpoint.href } : {}),
    // Checksums that nobody asked for are more than many stores besides AWS understand.
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
    // Its warnings would go to the console. What fails is thrown, and said by whoever called.
    logger: { debug: nothing, info: nothing, warn: nothing, error: nothing },
    requestHandler: { connectionTimeout: 5_000, socketTimeout: 60_000 },
  });
  return { client, commands };
}

const nothing = () => {};

const statusOf = (error: unknown) =>
  (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;

/** No answer at all counts too. */
const isTransient = (error: unknown) => (statusOf(error) ?? 500) >= 500;

const outOfReach = (cause: unknown) =>
  new AppError("unavailable", "The store of files doesn't answer as it should. Try again.", {
    cause,
  });
