// Unit tests beside what they test, in a document of jsdom's; whole stories run in a real browser (tests/explorer).
import { defineConfig } from "vitest/config";

export default defineConfig({ test: { environment: "jsdom", include: ["src/**/*.test.{ts,tsx}"] } });
