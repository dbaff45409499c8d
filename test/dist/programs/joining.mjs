// Joins with a short time-out, reduces once, and prints the error of either; `gone` ends a rank between the two.
import * as dist from 'tadpole/dist';
import * as torch from 'tadpole/torch';

const { timeout = 60, gone, silent } = JSON.parse(process.argv[2]);
try {
  const { rank } = await dist.join({ timeout });
  dist.barrier();
  if (rank === gone) {
    console.log('{}');
    process.exit(0);
  }
  if (rank === silent) await new Promise((resolve) => setTimeout(resolve, 1000 * timeout + 3000));
  else dist.allReduce(torch.ones([2]));
  console.log(JSON.stringify({ joined: rank }));
} catch ({ name, problem, hint, message }) {
  console.log(JSON.stringify({ name, problem: problem ?? message, hint }));
}
process.exit(0);
