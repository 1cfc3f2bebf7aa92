import { defineConfig } from 'vite';

/** Bundles the event appliers for plain Node, so that the server's tests run the page's own code. */
export default defineConfig({
  publicDir: false,
  build: {
    outDir: 'dist-replay',
    emptyOutDir: true,
    minify: false,
    target: 'node20',
    lib: { entry: 'src/app/replay.ts', formats: ['es'], fileName: () => 'apply.mjs' },
  },
});
