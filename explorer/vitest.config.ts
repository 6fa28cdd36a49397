// Unit tests beside what they test, in a document of jsdom's; whole stories run in a real browser (tests/explorer).
import { defineConfig } from "vitest/config";

export default defineConfig({
  server: { fs: { allow: [".."] } }, // the contract, the examples and the policy's table lie outside
  test: {
    environment: "jsdom",
    pool: "vmThreads", // a context a file in a thread that lasts: a third of the work of a process a file
    include: ["src/**/*.test.{ts,tsx}"],
  },
});
