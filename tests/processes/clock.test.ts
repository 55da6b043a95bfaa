import { sql } from 'kysely';
import { afterEach, expect, test, vi } from 'vitest';
import { createGazetteer } from '../../src/gazetteer/gazetteer.js';
import { log } from '../../src/log.js';
import { runClock } from '../../src/processes/clock.js';
import type { ProcessDeps } from '../../src/processes/deps.js';
import { createHealth } from '../../src/processes/health.js';
import { createSeal } from '../../src/seal.js';
import { connect } from '../../src/store/database.js';
import { saveRegion } from '../../src/store/region.js';
import { testDatabase } from '../support/database.js';
import { startNewspaper } from '../support/newspaper.js';
import { pack } from '../support/news.js';

const db = await testDatabase();
afterEach(() => vi.restoreAllMocks());
