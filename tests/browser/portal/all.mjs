// The portal page in headless Chromium and Firefox: one browser and one platform for all tests.
import { after, before } from "node:test";
import { browser, endings, platform } from "./bench.mjs";
import { fields } from "./fields.mjs";
import { firefox } from "./firefox.mjs";
import { inspect } from "./inspect.mjs";
import { job } from "./job.mjs";
import { serving } from "./serving.mjs";
import { wizard } from "./wizard.mjs";

let chrome;
let stage;
before(async () => {
  [chrome, stage] = await Promise.all([browser(), platform()]);
});

after(async () => {
  for (const end of endings.reverse()) await end();
});

for (const tests of [serving, wizard, fields, inspect, job, firefox]) tests(() => chrome, () => stage);
