// https://tanstack.com/start/latest/docs/framework/react/guide/hosting, with Nitro.
import { tanstackStart } from '@tanstack/react-start/plugin/vite';
import viteReact from '@vitejs/plugin-react';
import { nitro } from 'nitro/vite';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [tanstackStart(), nitro({ traceDeps: ['@anthropic-ai/sdk'] }), viteReact()],
});
