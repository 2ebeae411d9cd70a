import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";

const server = process.env.STUDIO_SERVER ?? "http://127.0.0.1:8000";
const proxied = { target: server, changeOrigin: false };

export default defineConfig(({ command }) => ({
	plugins: [svelte()],
	base: command === "build" ? "/static/" : "/",
	build: { target: "es2022", outDir: "dist", emptyOutDir: true, sourcemap: true },
	server: {
		proxy: { "/api": proxied, "/media": proxied, "/ws": { ...proxied, ws: true } },
	},
	test: { include: ["src/**/*.test.ts"], environment: "node" },
}));
