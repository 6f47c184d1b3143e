"""The asynchronous driver over httpx, against the sandbox."""

import asyncio
import os
import unittest

import ehcert
import ehcert.aio
import httpx
from sandbox_platform import Platform


class Httpx(unittest.TestCase):
    def test_flows_side_by_side(self):
        platform = Platform(os.environ["EHCERT"])
        self.addCleanup(platform.close)
        where = ehcert.PlatformInput(platform=platform.url, anchors=[])

        async def main():
            flows = [ehcert.Flow.application_ids("CBE", "0999999031", where) for _ in range(20)]
            async with httpx.AsyncClient() as client:
                await asyncio.gather(*(ehcert.aio.run(flow, client=client) for flow in flows))
            return [flow.application_ids_outcome() for flow in flows]

        self.assertEqual(asyncio.run(main()), [[]] * 20)


if __name__ == "__main__":
    unittest.main()
