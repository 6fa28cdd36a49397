// The build: hashed files, each with its compressed forms beside it, and a limit on what the first page loads.
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { compression } from "vite-plugin-compression2";

export default defineConfig({
  plugins: [
    react(),
    compression({ algorithms: ["gzip", "brotliCompress"], exclude: [/\.(png|woff2)$/, /manifest\.json$/] }),
  ],
  build: {
    target: "es2023",
    assetsInlineLimit: 0, // every file is a file: nothing inline that the policy would have to allow
    modulePreload: { polyfill: false }, // the polyfill is an inline script in old tools, and no browser here needs it
    sourcemap: false,
    manifest: true, // tests read from it what the first page loads
  },
  server: {
    fs: { allow: [".."] }, // the contract, the examples and the policy's table lie outside
    proxy: {
      "/graphql": "http://127.0.0.1:8080",
      "/session": "http://127.0.0.1:8080",
      "/log": "http://127.0.0.1:8080",
    },
  },
});
