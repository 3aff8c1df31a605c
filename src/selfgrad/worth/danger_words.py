"""Classes of words that signs of danger are made of, and of contexts that are none.

The linear part of the rules counts a class, and two classes together, as one piece of evidence each,
so that a word it was never shown weighs as much as its class does.
"""

from __future__ import annotations

ENGLISH = {
    "self": "i im id ill ive me my myself meself we",
    "other": "he she they him her his them their it its you your who character patient client",
    "die": "die dying dead death died dies deaths",
    "kill": "suicide suicidal kill killing killed hang hanging hanged drown drowning overdose overdosed kms unalive noose",
    "live": "live living alive life exist existing existence existed born breathe breathing survive survived survival",
    "wake": "wake waking woke woken sleep asleep morning",
    "want": "want wanted wanting wants wish wished wishing wanna hope hoping pray praying long longing rather crave ready prefer desire would",
    "think": "think thinking thought thoughts idea feeling feelings urge urges imagine imagining picture consider considering plan planning planned decided keep kept head mind",
    "not": "not dont doesnt didnt no never cant cannot couldnt wouldnt wont isnt wasnt nothing nobody nor without stop stopped hardly no-one none neither shouldnt",
    "end": "end ended ending over finish finished done gone disappear vanish leave leaving left quit stop out away peace rest silence forever",
    "hurt": "cut cuts cutting blade blades razor razors burn burned burning burnt scratch scratched scratching scars scar bleed bled bleeding blood hurt hurting harm harmed harming starve starving bruise bruises bruised punish punishing punished stab stabbed pain wound wounds lighter compass bandage slit slash scissors needle stitches self-harm selfharm",
    "body": "wrist wrists arm arms forearm thigh thighs leg legs skin throat neck sleeve sleeves stomach vein veins ankle hip",
    "way": "pills tablets paracetamol insulin medication meds rope belt bridge roof rooftop platform tracks rail train cliff ledge edge balcony window gun shotgun pistol river sea gas exhaust garage poison bag knot knots lorry bus car tree traffic jump jumping step stepping swallow floor storey knife rail beam",
    "kin": "mum mom mother dad father papa mummy parents family kids children son daughter wife husband girls boys everyone everybody people them friends world sister brother nan cat dog he she they all",
    "relief": "better happier easier relieved relief free lighter fine nicely favour glad grateful cope manage miss notice care burden peaceful calm calmer nobody",
    "plan": "tonight tomorrow friday saturday sunday monday tuesday wednesday thursday date day birthday note notes letter letters goodbye goodbyes will plan written wrote chosen picked set ready saved bought counted gave hidden decided soon last after before week christmas exam exams results",
    "again": "again back since ago years year still used relapsed relapse before once last attempt attempted tried hospital hospitalised old same returned another stopped started survived",
    "tired": "tired sick exhausted weary pointless point reason meaningless empty hate worthless useless burden heavy enough hopeless unbearable numb",
    "play": "game level boss respawn character scene act chapter story novel play song verse chorus line lyrics aria poem script film essay quote translated lecture role patient interview osce chess queen pawn king bishop rook group board move stage audience",
    "work": "bar bars tempo pitch bow chord scale note notes string strings pedal code test bug process thread server loop file battery screen onions knife oven pan chopping board sprint lap set rep ball pass serve wire weld saw chisel stitch knitting yarn",
}
CHINESE = {
    "self": "我 自己 俺",
    "other": "他 她 你 主角 角色 病人 患者 学生 孩子",
    "die": "死 亡 绝症 癌 断气 咽气 葬",
    "kill": "自杀 自尽 上吊 跳楼 割腕 轻生 寻死 吞药 烧炭 了断 遗书 寻短",
    "live": "活 命 生存 世界 人间 人世 做人 存在 出生 来世 这辈子 呼吸",
    "wake": "醒 睡 起来 睁眼",
    "want": "想 要 希望 盼 宁愿 但愿 愿 祈祷 求 打算 决定 准备",
    "think": "念头 心思 想法 冲动 脑子 一直 总 每天 忍不住",
    "not": "不 没 别 无 唔",
    "end": "结束 了结 消失 离开 走 解脱 再见 告别 永远 不回来 算了 了断 到此 完",
    "hurt": "割 划 刀片 刀 伤 疤 血 痛 疼 烫 扎 掐 咬 自残 自伤 圆规 烟头 口子 绷带 惩罚",
    "body": "手腕 手臂 胳膊 大腿 袖 手背 腿 皮肤 脖子",
    "way": "药 绳 楼 桥 江 河 天台 顶楼 阳台 栏杆 铁轨 站台 火车 煤气 农药 炭 撞 悬崖 海 皮带 塑料袋 枪 窗",
    "kin": "爸 妈 家里 他们 大家 别人 老婆 老公 孩子 家人 朋友 没人 所有人 弟弟 妹妹 姐姐",
    "relief": "更好 轻松 解脱 就好 安静 省 倒好 幸福 高兴 放心 松一口气 好过 平静 也好 好受",
    "plan": "今晚 明天 明早 周末 下周 周一 星期 等 最后 信 写好 选好 攒 买好 送 存 日子 那天 计划 道别 生日",
    "again": "又 再 还是 以前 去年 那年 年前 当年 初中 高中 大学 回来 复发 救 未遂 出院 上次 一样",
    "tired": "累 没意思 没意义 意义 够了 腻 撑不住 痛苦 煎熬 受不了 厌倦 没劲 绝望",
    "play": "角色 主角 小说 台词 歌词 剧本 电影 课文 翻译 演 戏 棋 黑 白 游戏 关 boss 队友 对面 作文 论文 读 背 讲 唱",
    "work": "代码 进程 线程 链接 循环 函数 节拍 音 弓 弦 谱 题 公式 锅 菜 油 盐 球 配速 拍 笔 纸 图 模型 服务 量表 筛查 评估",
}  # fmt: skip
