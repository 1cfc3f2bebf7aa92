import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const server = process.env.ARMILLARY_DEV_SERVER ?? 'http://127.0.0.1:8000';

export default defineConfig({
  plugins: [react()],
  build: {
    outDir: '../src/armillary/page',
    emptyOutDir: true,
    // The server's content policy allows no data: fonts, so nothing is inlined.
    assetsInlineLimit: 0,
    target: 'es2023',
  },
  server: {
    port: 5173,
    proxy: {
      '/api': server,
      '/docs': server,
      '/ws': { target: server, ws: true },
    },
  },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.{ts,tsx}'],
    restoreMocks: true,
    setupFiles: ['src/test-setup.ts'],
  },
});
