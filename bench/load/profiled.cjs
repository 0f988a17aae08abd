// Loaded before the runtime: the first SIGHUP begins a profile of the main thread, the second writes it beside this file.
const { renameSync, writeFileSync } = require('node:fs');
const { Session } = require('node:inspector');
const { join } = require('node:path');

const session = new Session();
session.connect();

process.once('SIGHUP', () => {
  session.post('Profiler.enable');
  session.post('Profiler.setSamplingInterval', { interval: 500 });
  session.post('Profiler.start');
  process.once('SIGHUP', () => {
    session.post('Profiler.stop', (error, { profile }) => {
      if (error !== null) throw error;
      writeFileSync(join(__dirname, 'profile.part'), JSON.stringify(profile));
      renameSync(join(__dirname, 'profile.part'), join(__dirname, 'profile.json'));
    });
  });
});
