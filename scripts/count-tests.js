// Prints `N passed, N failed` from the test runner's report, as the last line of CI.
import { readFileSync } from 'node:fs';

const [path = 'test-report.json'] = process.argv.slice(2);
const { numPassedTests, numFailedTests, numPendingTests, numFailedTestSuites } = JSON.parse(readFileSync(path, 'utf8'));
// A file that cannot even be loaded has no tests of its own to fail.
const failed = Math.max(numFailedTests, numFailedTests === 0 && numFailedTestSuites > 0 ? numFailedTestSuites : 0);
console.log(`${numPassedTests} passed, ${failed} failed${numPendingTests > 0 ? `, ${numPendingTests} skipped` : ''}`);
