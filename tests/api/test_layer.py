"""The channel layer of one process: what a group is told reaches its members, each once, and nobody waits for a slow one."""

import asyncio

import pytest
from channels.exceptions import ChannelFull
from channels.layers import get_channel_layer

from api.realtime.layer import LocalLayer


def test_it_is_the_layer_of_a_process_alone(settings):
    if "redis" not in settings.CHANNEL_LAYERS["default"]["BACKEND"]:
        assert isinstance(get_channel_layer(), LocalLayer)


def test_a_group_reaches_its_members_alone_in_order():
    async def story():
        layer = LocalLayer()
        first, second, stranger = [await layer.new_channel() for _ in range(3)]
        for channel in (first, second, second):
            await layer.group_add("room", channel)
        for number in range(3):
            await layer.group_send("room", {"type": "told", "number": number})
        await layer.group_discard("room", second)
        await layer.group_send("room", {"type": "told", "number": 3})
        assert [(await layer.receive(first))["number"] for _ in range(4)] == [0, 1, 2, 3]
        assert [(await layer.receive(second))["number"] for _ in range(3)] == [0, 1, 2]
        for channel in (second, stranger):
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(layer.receive(channel), 0.01)
        await layer.group_discard("room", first)
        assert not layer.groups

    asyncio.run(story())


def test_a_slow_member_loses_messages_and_holds_nobody_up():
    async def story():
        layer = LocalLayer(capacity=2)
        slow, quick = [await layer.new_channel() for _ in range(2)]
        for channel in (slow, quick):
            await layer.group_add("room", channel)
        for number in range(5):
            await layer.group_send("room", {"type": "told", "number": number})
            assert (await layer.receive(quick))["number"] == number
        assert [(await layer.receive(slow))["number"] for _ in range(2)] == [0, 1]
        for _ in range(2):
            await layer.send(slow, {"type": "told"})
        with pytest.raises(ChannelFull):
            await layer.send(slow, {"type": "told"})

    asyncio.run(story())


def test_a_reader_that_left_keeps_nothing():
    async def story():
        layer = LocalLayer()
        channel = await layer.new_channel()
        reading = asyncio.create_task(layer.receive(channel))
        await asyncio.sleep(0)
        reading.cancel()
        await asyncio.wait([reading])
        await layer.send(channel, {"type": "told"})
        assert not layer.queues

    asyncio.run(story())
