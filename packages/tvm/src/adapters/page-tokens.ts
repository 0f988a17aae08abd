import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { PageTokens } from '@sentinel/core/ports';

const ivBytes = 12;
const tagBytes = 16;

/**
 * Page tokens under AES-256-GCM, bound to caller and query as additional data: opaque, and of no use when changed or
 * shown by somebody else. `keyOf` gives 32 bytes, the same on every instance.
 */
export function sealedPageTokens(keyOf: () => Promise<Uint8Array>): PageTokens {
  return {
    async seal(after, binding) {
      const iv = randomBytes(ivBytes);
      const cipher = createCipheriv('aes-256-gcm', await keyOf(), iv).setAAD(Buffer.from(binding));
      const sealed = Buffer.concat([cipher.update(after, 'utf8'), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url');
    },
    async open(token, binding) {
      const bytes = Buffer.from(token, 'base64url');
      if (bytes.length <= ivBytes + tagBytes || bytes.toString('base64url') !== token)
        return undefined;
      const key = await keyOf();
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, ivBytes))
          .setAAD(Buffer.from(binding))
          .setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
        const opened = [decipher.update(bytes.subarray(ivBytes + tagBytes)), decipher.final()];
        return Buffer.concat(opened).toString('utf8');
      } catch {
        return undefined;
      }
    },
  };
}
