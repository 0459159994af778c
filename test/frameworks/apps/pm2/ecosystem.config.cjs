// https://pm2.keymetrics.io/docs/usage/cluster-mode/
module.exports = {
  apps: [
    {
      name: 'teapots',
      script: 'cluster.mjs',
      exec_mode: 'cluster',
      instances: 2,
      node_args: '--import @sevenstep/register', // ours
    },
  ],
};
